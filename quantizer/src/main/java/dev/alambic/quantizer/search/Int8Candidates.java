package dev.alambic.quantizer.search;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.cost.ModelCost;
import dev.alambic.onnx.cost.NodeCost;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.quantizer.Calibration;
import dev.alambic.quantizer.Quantizer;
import dev.alambic.quantizer.calibrate.Range;
import dev.alambic.quantizer.int8.Extra;
import dev.alambic.quantizer.int8.Int8Options;
import dev.alambic.quantizer.int8.Int8Unit;
import dev.alambic.quantizer.int8.QuantizeStatic;
import dev.alambic.quantizer.simplify.DropDeadNodes;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Forms of a model by static quantization; the model is calibrated once for all of them.
 *
 * @param prepared the model that is quantized
 * @param ranges of its values
 * @param options what is excluded here stays float in every candidate
 * @param macs of one run, by the label of the node
 */
public record Int8Candidates(
        OnnxModel floating, OnnxModel prepared, Map<String, Range> ranges, Int8Options options, Map<String, Long> macs)
        implements Candidates {
    /**
     * Calibrates {@code model}.
     *
     * @param sample a run on it tells how much each unit computes
     * @throws IllegalArgumentException if there is no sample, or a value is not finite on one
     */
    public static Int8Candidates of(
            OnnxModel model, Calibration calibration, Int8Options options, Map<String, Tensor> sample) {
        OnnxModel prepared = Quantizer.prepare(model).model();
        Map<String, Long> macs = new HashMap<>();
        for (NodeCost cost : ModelCost.of(prepared, sample).nodes()) {
            macs.merge(cost.node().label(), cost.macs(), Long::sum);
        }
        return new Int8Candidates(
                Quantizer.optimize(model).model(),
                prepared,
                Quantizer.ranges(prepared, calibration, elementwise(options)),
                options,
                macs);
    }

    /**
     * Returns {@code options} with elementwise operators as integers, which may save more conversions than they cost.
     */
    static Int8Options elementwise(Int8Options options) {
        Set<Extra> extras = EnumSet.of(Extra.ELEMENTWISE);
        extras.addAll(options.extras());
        return options.withExtras(extras);
    }

    @Override
    public List<Int8Unit> units() {
        return Int8Unit.ofStatic(prepared, options);
    }

    @Override
    public long macs(Int8Unit unit) {
        return unit.nodes().stream()
                .mapToLong(node -> macs.getOrDefault(node, 0L))
                .sum();
    }

    @Override
    public OnnxModel quantized(Set<String> floatUnits) {
        OnnxModel quantized = QuantizeStatic.of(ranges, options.excluding(floatUnits))
                .apply(prepared)
                .model();
        return new DropDeadNodes().apply(quantized).model();
    }

    @Override
    public OnnxModel finished(Set<String> floatUnits) {
        return Quantizer.int8Static(prepared, ranges, options.excluding(floatUnits))
                .model();
    }
}
