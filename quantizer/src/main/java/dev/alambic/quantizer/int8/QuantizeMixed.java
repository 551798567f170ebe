package dev.alambic.quantizer.int8;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.quantizer.calibrate.Calibrator;
import dev.alambic.quantizer.calibrate.Range;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.pass.Pass;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Each kind of layer in the form that suits it: convolutions with ranges from samples, as {@link QuantizeStatic} writes
 * them, products and tables as {@link QuantizeDynamic} does, their inputs being rounded as they come. The first are
 * slow any other way, the second lose accuracy where few samples tell the ranges of what varies from input to input.
 */
public final class QuantizeMixed implements Pass.Lossy {
    private static final Set<String> CONVOLUTIONS = Set.of("Conv", "ConvTranspose");

    private final Function<Int8Options, Pass> fixed;
    private final Int8Options options;

    private QuantizeMixed(Function<Int8Options, Pass> fixed, Int8Options options) {
        this.fixed = fixed;
        this.options = options;
    }

    /** Returns the pass that finds ranges by running the model. */
    public static QuantizeMixed calibrated(Calibrator calibrator, Int8Options options) {
        return new QuantizeMixed(some -> QuantizeStatic.calibrated(calibrator, some, WeightForm.INTEGERS), options);
    }

    /** Returns the pass that uses known ranges; see {@link QuantizeStatic#of}. */
    public static QuantizeMixed of(Map<String, Range> ranges, Int8Options options) {
        return new QuantizeMixed(some -> QuantizeStatic.of(ranges, some), options);
    }

    /** Returns whether {@code model} has convolutions and products, so that their forms may differ. */
    public static boolean concerns(OnnxModel model, Int8Options options) {
        List<Int8Unit> units = Int8Unit.ofStatic(model, options);
        return units.stream().anyMatch(QuantizeMixed::isConvolution)
                && Int8Unit.ofDynamic(model, options).stream().anyMatch(unit -> !isConvolution(unit));
    }

    private static boolean isConvolution(Int8Unit unit) {
        return CONVOLUTIONS.contains(unit.opType());
    }

    @Override
    public void requires(OnnxModel model) {
        fixed.apply(options).requires(model);
    }

    @Override
    public Outcome apply(OnnxModel model) {
        Outcome products = new QuantizeDynamic(options).apply(model);
        List<String> others = Int8Unit.ofStatic(products.model(), options).stream()
                .filter(unit -> !isConvolution(unit))
                .map(Int8Unit::name)
                .toList();
        Outcome convolutions = fixed.apply(options.excluding(others)).apply(products.model());
        Set<String> notes = new LinkedHashSet<>(convolutions.notes());
        if (convolutions.model().equals(model)) {
            notes.addAll(products.notes());
        }
        return new Outcome(convolutions.model(), new ArrayList<>(notes));
    }
}
