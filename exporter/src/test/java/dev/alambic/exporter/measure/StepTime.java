package dev.alambic.exporter.measure;

import ai.djl.basicmodelzoo.basic.Mlp;
import ai.djl.basicmodelzoo.cv.classification.LeNet;
import ai.djl.basicmodelzoo.cv.classification.MobileNetV2;
import ai.djl.basicmodelzoo.cv.classification.ResNetV1;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.transformer.TransformerEncoderBlock;
import dev.alambic.exporter.Exporter;
import dev.alambic.exporter.Signature;
import dev.alambic.exporter.importer.TrainableGraph;
import dev.alambic.onnx.OnnxModel;
import java.util.Arrays;
import java.util.Locale;

/** Time of a training step of DJL's own blocks, and of the same networks exported and imported, in alternation. */
public final class StepTime {

    private static final int ROUNDS = 31;
    private static final int WARM_UP = 5;

    private StepTime() {}

    /** Prints a line of Markdown for each network: medians in milliseconds, and the median of the ratios of pairs. */
    public static void main(String[] arguments) {
        System.out.println("| network | batch | native ms | imported ms | ratio |\n|---|---|---|---|---|");
        compare("Mlp 784-512-256-10", new Mlp(784, 10, new int[] {512, 256}), 64, 784);
        compare("LeNet 28x28", LeNet.builder().build(), 32, 1, 28, 28);
        compare("ResNet-18 64x64", resNet18(), 8, 3, 64, 64);
        compare("MobileNetV2 64x64", MobileNetV2.builder().setOutSize(10).build(), 8, 3, 64, 64);
        compare("encoder 128, 4 heads, 2 layers, 64 tokens", encoder(128, 4, 2), 8, 64, 128);
        compare("encoder 384, 12 heads, 6 layers, 64 tokens", encoder(384, 12, 6), 8, 64, 384);
    }

    private static Block resNet18() {
        return ResNetV1.builder()
                .setNumLayers(18)
                .setOutSize(10)
                .setImageShape(new Shape(3, 64, 64))
                .build();
    }

    private static Block encoder(int width, int heads, int layers) {
        SequentialBlock block = new SequentialBlock();
        for (int i = 0; i < layers; i++) {
            block.add(new TransformerEncoderBlock(width, heads, 4 * width, 0, Activation::gelu));
        }
        return block;
    }

    private static void compare(String name, Block block, long batch, long... dims) {
        try (NDManager manager = NDManager.newBaseManager()) {
            Shape shape = new Shape(batch).addAll(new Shape(dims));
            block.initialize(manager, DataType.FLOAT32, shape);
            Object[] free = new Object[dims.length + 1];
            free[0] = "batch";
            for (int i = 0; i < dims.length; i++) {
                free[i + 1] = dims[i];
            }
            OnnxModel model = Exporter.export(block, Signature.of("x", dev.alambic.onnx.graph.DataType.FLOAT, free));
            TrainableGraph graph = TrainableGraph.of(model);
            graph.initialize(manager, DataType.FLOAT32, shape);
            NDList data = new NDList(manager.randomNormal(shape));
            alternate(name, batch, new TrainingStep(block, manager), new TrainingStep(graph, manager), data);
        }
    }

    private static void alternate(String name, long batch, TrainingStep one, TrainingStep other, NDList data) {
        double[] first = new double[ROUNDS];
        double[] second = new double[ROUNDS];
        double[] ratios = new double[ROUNDS];
        for (int i = -WARM_UP; i < ROUNDS; i++) {
            boolean swapped = i % 2 != 0;
            double a = millis(swapped ? other : one, data);
            double b = millis(swapped ? one : other, data);
            if (i >= 0) {
                first[i] = swapped ? b : a;
                second[i] = swapped ? a : b;
                ratios[i] = second[i] / first[i];
            }
        }
        System.out.printf(
                Locale.ROOT,
                "| %s | %d | %.2f | %.2f | %.3f |%n",
                name,
                batch,
                median(first),
                median(second),
                median(ratios));
    }

    private static double millis(TrainingStep step, NDList data) {
        long start = System.nanoTime();
        step.run(data);
        return (System.nanoTime() - start) / 1e6;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
