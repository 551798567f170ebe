package dev.alambic.quantizer.precision;

import dev.alambic.onnx.graph.DataType;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * How a model becomes 16-bit floating point.
 *
 * @param what the weights in the file, or the arithmetic
 * @param type FLOAT16, or BFLOAT16: the range of float32 with 8 bits of mantissa
 * @param blockedOperators operators of the standard that keep computing in float32
 * @param excluded regular expressions; a node (computing) or a weight (storing) whose whole name matches one stays
 *     float32
 * @param keepIo whether inputs and outputs stay float32; else those that are float32 become {@code type}
 * @param minElements smaller weights are stored as they are
 */
@RecordBuilder
public record Fp16Options(
        Fp16 what, DataType type, Set<String> blockedOperators, List<String> excluded, boolean keepIo, long minElements)
        implements Fp16OptionsBuilder.With {

    /**
     * What loses too much in float16, after the list of onnxconverter-common. What the standard or the runtime has no
     * float16 form of stays float32 anyway, see {@link dev.alambic.quantizer.hardware.FloatOnly}.
     */
    public static final Set<String> BLOCKED =
            Collections.unmodifiableSet(new TreeSet<>(Set.of("CumSum", "Range", "RoiAlign", "TopK")));

    public Fp16Options {
        if (type != DataType.FLOAT16 && type != DataType.BFLOAT16) {
            throw new IllegalArgumentException("the type is FLOAT16 or BFLOAT16, was " + type);
        }
        if (minElements < 1) {
            throw new IllegalArgumentException("the least number of elements is at least 1, was " + minElements);
        }
        if (what == Fp16.STORAGE && !keepIo) {
            throw new IllegalArgumentException("storing weights in 16 bits leaves inputs and outputs as they are");
        }
        blockedOperators = Collections.unmodifiableSet(new LinkedHashSet<>(blockedOperators));
        excluded = List.copyOf(excluded);
        for (String expression : excluded) {
            try {
                Pattern.compile(expression);
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException("excluded: not a regular expression: " + e.getDescription(), e);
            }
        }
    }

    /**
     * Returns float16 with inputs and outputs as they are, the usual operators blocked, and weights of 257 elements or
     * more stored: below that a Cast costs more bytes than it saves.
     */
    public static Fp16Options of(Fp16 what) {
        return new Fp16Options(what, DataType.FLOAT16, BLOCKED, List.of(), true, 257);
    }

    /** Returns float16 storage. */
    public static Fp16Options defaults() {
        return of(Fp16.STORAGE);
    }
}
