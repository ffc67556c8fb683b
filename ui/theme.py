"""The look of every page: design tokens, Gradio's theme made of them, and what goes into the head."""

from __future__ import annotations

from pathlib import Path

import gradio as gr

STATIC = Path(__file__).parent / "static"
"""The folder the application serves at `/look`; Gradio has a `/static` of its own."""

CSS_PATHS = [STATIC / name for name in ("rehearse.css", "stage.css", "controls.css")]
"""The style sheets of every page, in order; given to `mount_gradio_app(css_paths=...)`."""

SCRIPTS = ("account.js", "reader.js", "drafts.js")

TOKENS: dict[str, tuple[str, str]] = {
    "page": ("#FAF7F1", "#12151D"),
    "card": ("#FFFFFF", "#1C2130"),
    "sunken": ("#F3EEE4", "#171B27"),
    "text": ("#1B2030", "#ECEAF2"),
    "muted": ("#5A6072", "#A4AABA"),
    "line": ("#E4DCCD", "#2E3548"),
    "edge": ("#858A99", "#727B94"),
    "accent": ("#3B4CC0", "#98A5FF"),
    "accent-strong": ("#2F3DA3", "#B4BEFF"),
    "on-accent": ("#FFFFFF", "#12151D"),
    "accent-soft": ("#ECEEFB", "#262D4A"),
    "light": ("#FFE9BF", "#433A38"),
    "met": ("#1F6F68", "#5CC4B6"),
    "partial": ("#8A5A00", "#F2B04C"),
    "missed": ("#566074", "#9AA3B8"),
    "contradicted": ("#A63A2B", "#F08A78"),
}
"""Each colour by its use, as (light, dark). Text and marks pass WCAG AA on page and card; edge passes 3:1."""

SANS = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "sans-serif"]
MONO = ["ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "Liberation Mono", "monospace"]


def theme() -> gr.themes.Base:
    """Gradio's theme in the colours of `TOKENS`, with the system's own faces: no font is ever fetched."""
    base = gr.themes.Base(font=SANS, font_mono=MONO, text_size="lg", spacing_size="lg", radius_size="md")
    base.set(**_colours(), **_shapes())
    base.custom_css = _custom_properties()
    return base


def head() -> str:
    """The elements each page adds to its head; all of them are served by the application itself."""
    icon = '<link rel="icon" type="image/svg+xml" href="/look/mark.svg">'
    return icon + "".join(f'<script defer src="/look/{name}"></script>' for name in SCRIPTS)


def _custom_properties() -> str:
    """The tokens as `--rh-*` custom properties for the style sheets, light and dark."""
    light = "".join(f"--rh-{name}:{pair[0]};" for name, pair in TOKENS.items())
    dark = "".join(f"--rh-{name}:{pair[1]};" for name, pair in TOKENS.items())
    return f":root{{color-scheme:light;{light}}}\n:root.dark,:root .dark{{color-scheme:dark;{dark}}}"


# Which theme variable takes which token.
_USES = {
    "page": "body_background_fill",
    "card": "background_fill_primary block_background_fill input_background_fill panel_background_fill "
    "input_background_fill_focus button_secondary_background_fill checkbox_background_color "
    "checkbox_label_background_fill table_even_background_fill",
    "sunken": "background_fill_secondary table_odd_background_fill code_background_fill "
    "checkbox_label_background_fill_hover button_secondary_background_fill_hover",
    "text": "body_text_color block_label_text_color block_title_text_color accordion_text_color "
    "table_text_color checkbox_label_text_color button_secondary_text_color "
    "button_secondary_text_color_hover checkbox_label_text_color_selected",
    "muted": "body_text_color_subdued block_info_text_color input_placeholder_color",
    "line": "border_color_primary block_border_color table_border_color panel_border_color "
    "checkbox_label_border_color",
    "edge": "input_border_color input_border_color_hover button_secondary_border_color "
    "checkbox_border_color checkbox_border_color_hover button_secondary_border_color_hover",
    "accent": "border_color_accent link_text_color link_text_color_visited button_primary_background_fill "
    "button_primary_border_color input_border_color_focus checkbox_background_color_selected "
    "checkbox_border_color_selected checkbox_border_color_focus loader_color slider_color "
    "checkbox_label_border_color_selected color_accent",
    "accent-strong": "link_text_color_hover link_text_color_active button_primary_background_fill_hover "
    "button_primary_border_color_hover",
    "accent-soft": "color_accent_soft checkbox_label_background_fill_selected border_color_accent_subdued",
    "on-accent": "button_primary_text_color button_primary_text_color_hover",
    "contradicted": "error_text_color error_border_color error_icon_color button_cancel_text_color",
}
_LIGHT_ONLY = {"color_accent"}


def _colours() -> dict[str, str]:
    """Gradio's colour variables, each with its dark twin."""
    values: dict[str, str] = {}
    for token, names in _USES.items():
        light, dark = TOKENS[token]
        for name in names.split():
            values[name] = light
            if name not in _LIGHT_ONLY:
                values[f"{name}_dark"] = dark
    return values


def _shapes() -> dict[str, str]:
    """Gradio's variables of shape: no boxes round inputs, one radius for controls, no inner shadows."""
    weights = dict.fromkeys(("block_title_text_weight", "block_label_text_weight"), "600")
    flat = dict.fromkeys(("block_border_width", "block_border_width_dark", "form_gap_width"), "0px")
    bare = dict.fromkeys(("block_shadow", "block_shadow_dark", "input_shadow", "input_shadow_dark"), "none")
    radii = ("input_radius", "button_large_radius", "button_medium_radius", "button_small_radius")
    controls = dict.fromkeys(radii, "8px") | {"block_radius": "12px", "container_radius": "12px"}
    sizes = dict.fromkeys(
        ("button_large_text_size", "button_medium_text_size", "block_title_text_size"), "16px"
    )
    rest = {"input_border_width": "1px", "layout_gap": "20px", "block_padding": "0px"}
    return weights | flat | bare | controls | sizes | rest
