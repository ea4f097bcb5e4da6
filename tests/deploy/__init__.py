"""What the folder deploy/ holds, before real pages."""
