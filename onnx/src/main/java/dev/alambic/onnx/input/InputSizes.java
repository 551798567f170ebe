package dev.alambic.onnx.input;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The sizes that somebody chose for what a model leaves free.
 *
 * @param symbols size of a dimension by its name, such as {@code sequence_length}
 * @param shapes every size of an input by the input's name
 */
public record InputSizes(Map<String, Long> symbols, Map<String, List<Long>> shapes) {

    public InputSizes {
        symbols = Map.copyOf(symbols);
        shapes = Map.copyOf(shapes);
    }

    /** Returns no choice at all. */
    public static InputSizes free() {
        return new InputSizes(Map.of(), Map.of());
    }

    public InputSizes withSymbol(String symbol, long size) {
        Map<String, Long> changed = new LinkedHashMap<>(symbols);
        changed.put(symbol, size);
        return new InputSizes(changed, shapes);
    }

    public InputSizes withShape(String input, List<Long> sizes) {
        Map<String, List<Long>> changed = new LinkedHashMap<>(shapes);
        changed.put(input, List.copyOf(sizes));
        return new InputSizes(symbols, changed);
    }
}
