"""The guided examination: its questions, the answers it takes, the dialogue."""
