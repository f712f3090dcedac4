"""Abstract interpretation of modules: values, frames, expressions, statements, branches, calls. It knows no rule."""
