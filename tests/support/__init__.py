"""What several tests share: patients, plans and people made for them."""
