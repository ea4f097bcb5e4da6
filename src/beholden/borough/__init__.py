"""borough"""
