"""doors/web"""
