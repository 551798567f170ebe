package dev.alambic.quantizer.int8;

import dev.alambic.quantizer.calibrate.Range;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.jspecify.annotations.Nullable;

/**
 * What is different for some values and units. For a value the first override that names it, or the node that writes
 * it, counts; for a weight the first one that names its node. What is null is as everywhere.
 *
 * @param pattern a regular expression of whole names: of a node, of a value, or of an operator type
 * @param activations for the values
 * @param weights for the weights
 * @param range the real numbers that the values span, instead of what calibration found
 */
@RecordBuilder
public record UnitOverride(
        String pattern,
        @Nullable ActivationScheme activations,
        @Nullable WeightScheme weights,
        @Nullable Range range) implements UnitOverrideBuilder.With {

    public UnitOverride {
        Names.check("override", pattern);
    }

    /** Returns an override of {@code pattern} that changes nothing yet. */
    public static UnitOverride of(String pattern) {
        return new UnitOverride(pattern, null, null, null);
    }
}
