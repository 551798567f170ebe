package dev.alambic.chart.markup;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The opening of an element.
 *
 * @param name of the element; of this program, never data
 * @param attributes by name; values may be data
 */
public record Tag(String name, Map<String, String> attributes) {

    public Tag {
        attributes = new LinkedHashMap<>(attributes);
    }

    public static Tag of(String name) {
        return new Tag(name, Map.of());
    }

    /** Returns an element of a class. */
    public static Tag of(String name, String cssClass) {
        return of(name).with("class", cssClass);
    }

    /** Returns a box that scrolls by pointer and by keyboard, for what may be too wide. */
    public static Tag scroll(String label) {
        return of("div", "scroll").with("tabindex", "0").with("role", "region").with("aria-label", label);
    }

    /** Returns the element with an attribute, which may be without a value. */
    public Tag with(String attribute, String value) {
        Map<String, String> more = new LinkedHashMap<>(attributes);
        more.put(attribute, value);
        return new Tag(name, more);
    }

    @Override
    public Map<String, String> attributes() {
        return new LinkedHashMap<>(attributes);
    }

    String opening() {
        StringBuilder out = new StringBuilder("<").append(name);
        attributes.forEach((attribute, value) -> {
            out.append(' ').append(attribute);
            if (!value.isEmpty()) {
                out.append("=\"").append(Html.escape(value)).append('"');
            }
        });
        return out.append('>').toString();
    }
}
