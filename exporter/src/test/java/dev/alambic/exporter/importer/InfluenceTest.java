package dev.alambic.exporter.importer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.alambic.onnx.OnnxModel;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Weights that move the output must have a gradient. */
class InfluenceTest {

    /** The scales of a Resize are numbers for the importer: what they are computed from has no gradient. */
    private static final String CUT = """
            x: float[2, 3]
            w = Positive() dims=[2]
            m = Weight() dims=[3,3]
            p = MatMul(x, m)
            scales = Exp(w)
            y = Resize(p, , scales) mode='linear' coordinate_transformation_mode='asymmetric'
            return y
            """;

    private static List<String> cut(String text) {
        OnnxModel model = Layers.model(13, text);
        TrainableGraph block = TrainableGraph.of(model);
        try (NDManager manager = NDManager.newBaseManager()) {
            block.initialize(manager, DataType.FLOAT32, new Shape(2, 3));
            NDList inputs = new NDList(Constants.owned(manager.create(
                    Layers.random(new long[] {2, 3}, 1, false).floats(), new Shape(2, 3))));
            List<String> cut = block.cutWeights(inputs);
            block.getParameters().values().stream()
                    .filter(parameter -> parameter.requiresGradient())
                    .forEach(parameter -> assertThat(
                                    parameter.getArray().getGradient().toFloatArray())
                            .as("no gradient is left behind")
                            .containsOnly(0));
            assertThat(block.writeBack()).as("no weight is changed").isEqualTo(model);
            return cut;
        }
    }

    @Test
    void aWeightThatIsReadAsNumbersIsNamed() {
        assertThat(cut(CUT)).containsExactly("w");
    }

    @Test
    void nothingIsSaidOfWeightsThatLearnOrDoNothing() {
        assertThat(cut("""
                x: float[2, 3]
                m = Weight() dims=[3,4]
                b = Weight() dims=[4]
                dead = Weight() dims=[4]
                far = Constant() value_floats=[-9000.0,-9000.0,-9000.0,-9000.0]
                p = MatMul(x, m)
                s = Add(p, b)
                c = Concat(s) axis=1
                d = Add(dead, far)
                r = Relu(d)
                y = Add(c, r)
                return y
                """)).isEmpty();
    }

    /** A bias before a softmax over it moves nothing but roundings; steps do not move at a small change. */
    @Test
    void roundingsAndStepsAreNoInfluence() {
        assertThat(cut("""
                x: float[2, 3]
                m = Weight() dims=[3,3]
                b = Weight() dims=[2,1]
                f = Weight() dims=[3]
                p = MatMul(x, m)
                s = Add(p, b)
                a = Softmax(s) axis=1
                e = Floor(f)
                y = Add(a, e)
                return y
                """)).isEmpty();
    }
}
