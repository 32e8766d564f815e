"""Tables at rest and the engines that query them."""
