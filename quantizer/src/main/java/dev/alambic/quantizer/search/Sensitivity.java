package dev.alambic.quantizer.search;

import java.util.List;

/**
 * How much harm some units do as integers.
 *
 * @param units one, or several neighbours if there are more units than tries
 * @param closeness of the model in which they alone are integers; the lower, the more harm
 */
public record Sensitivity(List<String> units, double closeness) {
    public Sensitivity {
        units = List.copyOf(units);
    }
}
