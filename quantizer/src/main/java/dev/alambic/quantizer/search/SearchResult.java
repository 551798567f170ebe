package dev.alambic.quantizer.search;

import dev.alambic.onnx.OnnxModel;
import java.util.List;

/**
 * What a search found.
 *
 * @param model the fastest that meets the bound, the smallest of those that are equally fast; the float model if none
 *     is faster than that
 * @param chosen its row of {@code tries}
 * @param tries in the order they were made, the float model first
 * @param sensitivities the most harmful units first; empty if all integers were good enough
 * @param bound what was to be kept to
 * @param conclusion one sentence for the user
 */
public record SearchResult(
        OnnxModel model, Try chosen, List<Try> tries, List<Sensitivity> sensitivities, Bound bound, String conclusion) {

    public SearchResult {
        tries = List.copyOf(tries);
        sensitivities = List.copyOf(sensitivities);
    }
}
