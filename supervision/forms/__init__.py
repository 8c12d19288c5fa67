"""What people type: shape, type, length, required. No rule of the field stands here."""
