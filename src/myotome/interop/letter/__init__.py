"""Letters in free text: findings are proposed, never taken unseen."""
