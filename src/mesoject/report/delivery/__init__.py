"""What a delivery answers, as tables, figures and a page with sliders."""
