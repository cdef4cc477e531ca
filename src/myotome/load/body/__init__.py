"""The body: skeleton, joints, muscle fascicles, and what impairs them."""
