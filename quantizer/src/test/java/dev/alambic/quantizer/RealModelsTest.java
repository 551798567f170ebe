package dev.alambic.quantizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.catalogue.ModelSource;
import dev.alambic.onnx.edit.Cut;
import dev.alambic.onnx.graph.Dim;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.input.RandomInputs;
import dev.alambic.onnx.runtime.Agreement;
import dev.alambic.quantizer.simplify.FixDimensions;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models that others made: fewer nodes, the same outputs to 1e-5 of the largest. */
@Tag("models")
class RealModelsTest {

    @ParameterizedTest
    @CsvSource({
        "all-minilm-l6-v2, 17, 637, 323",
        "ppocr-cls, 48, 566, 148",
        "ppocr-det-v3, 64, 712, 189",
        "ppocr-det-v4, 64, 672, 221",
        "ppocr-rec-v3, 48, 732, 247",
        "ppocr-rec-v4, 48, 860, 302"
    })
    void optimizingKeepsTheOutputs(String name, long size, int before, int after) {
        OnnxModel model = ModelSource.open(name);
        OnnxModel made = Quantizer.optimize(model).model();

        assertThat(model.graph().nodes()).hasSize(before);
        assertThat(made.graph().nodes()).hasSizeLessThanOrEqualTo(after);
        FixDimensions sizes = new FixDimensions(sizes(model, size));
        OnnxModel fixed = beforeSigmoid(sizes.apply(model));
        assertThat(Agreement.between(fixed, beforeSigmoid(sizes.apply(made)), RandomInputs.of(fixed, Map.of(), 4))
                        .relative())
                .isLessThanOrEqualTo(1e-5);
    }

    /** Where nothing is found, the last activation leaves a few units in the last place, which say nothing. */
    private static OnnxModel beforeSigmoid(OnnxModel model) {
        String output = model.graph().outputs().get(0).name();
        return model.graph()
                .index()
                .producer(output)
                .filter(node -> node.is("Sigmoid"))
                .map(node -> Cut.at(model, node.inputs().get(0)))
                .orElse(model);
    }

    /** One sample, {@code size} for all other extents that the caller chooses. */
    private static Map<String, Long> sizes(OnnxModel model, long size) {
        Map<String, Long> sizes = new LinkedHashMap<>();
        for (ValueInfo input : model.graph().requiredInputs()) {
            Shape shape = input.type() == null ? null : input.type().shape();
            for (int axis = 0; shape != null && axis < shape.rank(); axis++) {
                Dim dim = shape.dim(axis);
                String place = dim instanceof Dim.Named named ? named.symbol() : input.name() + "." + axis;
                if (!dim.isFixed()) {
                    sizes.putIfAbsent(place, axis == 0 ? Long.valueOf(1) : Long.valueOf(size));
                }
            }
        }
        return sizes;
    }
}
