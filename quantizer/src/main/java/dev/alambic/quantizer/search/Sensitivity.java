package dev.alambic.quantizer.search;

import java.util.List;

/**
 * What it brings to leave some units float.
 *
 * @param units one, or several neighbours if there are more units than tries
 * @param gain in closeness, against the model in which they are integers
 */
public record Sensitivity(List<String> units, double gain) {
    public Sensitivity {
        units = List.copyOf(units);
    }
}
