package dev.alambic.quantizer;

import dev.alambic.quantizer.opset.RaiseOpset;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What optimizing may change of a model beyond making its graph plainer.
 *
 * @param dimensions sizes by symbol of an input; see {@link dev.alambic.quantizer.simplify.FixDimensions}
 * @param opset version of the standard's operators to raise the model to, 7 to 25; 0 leaves it where it is
 */
@RecordBuilder
public record OptimizeOptions(Map<String, Long> dimensions, long opset) implements OptimizeOptionsBuilder.With {

    public OptimizeOptions {
        dimensions = Collections.unmodifiableMap(new LinkedHashMap<>(dimensions));
        if (opset != 0 && (opset < RaiseOpset.LOWEST || opset > RaiseOpset.HIGHEST)) {
            throw new IllegalArgumentException("opset is between " + RaiseOpset.LOWEST + " and " + RaiseOpset.HIGHEST
                    + ", or 0 for that of the model, was " + opset);
        }
    }

    /** Returns no fixed dimensions and the opset of the model. */
    public static OptimizeOptions defaults() {
        return new OptimizeOptions(Map.of(), 0);
    }
}
