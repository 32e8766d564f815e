"""AWS Identity and Access Management: who exists, and what policies say."""
