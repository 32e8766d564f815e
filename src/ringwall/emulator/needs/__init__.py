"""What a call needs: the permissions that AWS checks for it."""
