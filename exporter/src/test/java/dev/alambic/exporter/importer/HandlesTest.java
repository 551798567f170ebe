package dev.alambic.exporter.importer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.graph.Tensor;
import java.lang.reflect.Field;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a step makes ends with it: every array of the engine belongs to a manager, and managers can be counted. */
class HandlesTest {

    private static final int STEPS = 10_000;

    private static TrainableGraph graph() {
        return TrainableGraph.of(GraphText.model("""
                x: float[batch, 2, 6, 6]
                q = QuantizeLinear(w, step, level)
                d = DequantizeLinear(q, step, level)
                c = Conv(x, d, b)
                n = BatchNormalization(c, gamma, beta, mean, variance)
                r = HardSwish(n)
                p = AveragePool(r) kernel_shape=[2,2] pads=[1,1,1,1]
                s = Shape(p)
                i = Gather(s, zero)
                u = Unsqueeze(i, axes)
                t = Concat(u, minusOne) axis=0
                f = Reshape(p, t)
                y = Gemm(f, v)
                return y: float[batch, 3]
                """, graph -> {
            graph.initializer("w", Tensor.ofFloats(new float[4 * 2 * 9], 4, 2, 3, 3));
            graph.initializer("step", Tensor.scalar(0.1f));
            graph.initializer("level", Tensor.ofBytes(dev.alambic.onnx.graph.DataType.INT8, new byte[1]));
            graph.initializer("b", Tensor.ofFloats(new float[] {1, 2, 3, 4}, 4));
            graph.initializer("gamma", Tensor.ofFloats(new float[] {1, 1, 1, 1}, 4));
            graph.initializer("beta", Tensor.ofFloats(new float[4], 4));
            graph.initializer("mean", Tensor.ofFloats(new float[4], 4));
            graph.initializer("variance", Tensor.ofFloats(new float[] {1, 1, 1, 1}, 4));
            graph.initializer("zero", Tensor.scalar(0L));
            graph.initializer("axes", Tensor.ofLongs(new long[] {0}, 1));
            graph.initializer("minusOne", Tensor.ofLongs(new long[] {-1}, 1));
            graph.initializer("v", Tensor.ofFloats(new float[100 * 3], 100, 3));
        }));
    }

    @Test
    @Tag("slow") // ten seconds
    void aStepLeavesNothingBehind() {
        TrainableGraph block = graph();
        try (NDManager manager = NDManager.newBaseManager()) {
            block.initialize(manager, DataType.FLOAT32, new Shape(2, 2, 6, 6));
            step(block, manager);
            int before = handles(manager);
            int systemBefore = handles(manager.getParentManager());
            for (int i = 0; i < STEPS; i++) {
                step(block, manager);
            }
            assertThat(handles(manager)).isEqualTo(before);
            assertThat(handles(manager.getParentManager())).isEqualTo(systemBefore);
        }
    }

    @Test
    void aStepKeepsOnlyItsOutputsUntilItsManagerEnds() {
        TrainableGraph block = graph();
        try (NDManager manager = NDManager.newBaseManager()) {
            block.initialize(manager, DataType.FLOAT32, new Shape(2, 2, 6, 6));
            try (NDManager step = manager.newSubManager()) {
                NDList inputs = new NDList(step.ones(new Shape(2, 2, 6, 6)));
                block.forward(new ParameterStore(step, false), inputs, false);
                assertThat(handles(step)).as("the input and the output").isEqualTo(2);
            }
        }
    }

    private static void step(TrainableGraph block, NDManager manager) {
        try (NDManager step = manager.newSubManager();
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDList inputs = new NDList(step.ones(new Shape(2, 2, 6, 6)));
            NDArray output =
                    block.forward(new ParameterStore(step, false), inputs, true).head();
            NDArray loss = output.sum();
            loss.attach(step);
            collector.backward(loss);
        }
        for (Parameter parameter : block.getParameters().values()) {
            if (parameter.requiresGradient()) {
                try (NDArray gradient = parameter.getArray().getGradient()) {
                    gradient.subi(gradient);
                }
            }
        }
    }

    /** Returns the number of arrays and managers that belong to {@code manager}. */
    private static int handles(NDManager manager) {
        try {
            Field resources = BaseNDManager.class.getDeclaredField("resources");
            resources.setAccessible(true);
            return ((Map<?, ?>) resources.get(manager)).size();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("DJL keeps its handles elsewhere", e);
        }
    }
}
