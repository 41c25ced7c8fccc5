"""隐私: personal numbers and names masked before anything is kept."""
