package dev.alambic.exporter.measure;

import ai.djl.basicmodelzoo.cv.classification.ResNetV1;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.alambic.exporter.Exporter;
import dev.alambic.exporter.Signature;
import java.util.Locale;

/** Time to export ResNet-50 with its checks in ONNX Runtime, the engine being started. */
public final class ExportTime {

    private static final int ROUNDS = 3;

    private ExportTime() {}

    /** Prints a line of Markdown for each size and round; the first of all pays for loading classes. */
    public static void main(String[] arguments) {
        System.out.println("| image | seconds |\n|---|---|");
        for (int size : new int[] {64, 224}) {
            for (int i = 0; i < ROUNDS; i++) {
                System.out.printf(Locale.ROOT, "| %d x %d | %.2f |%n", size, size, seconds(size));
            }
        }
    }

    private static double seconds(int size) {
        Block block = ResNetV1.builder()
                .setNumLayers(50)
                .setOutSize(1000)
                .setImageShape(new Shape(3, size, size))
                .build();
        try (NDManager manager = NDManager.newBaseManager()) {
            block.initialize(manager, DataType.FLOAT32, new Shape(1, 3, size, size));
            long start = System.nanoTime();
            Exporter.export(
                    block, Signature.of("image", dev.alambic.onnx.graph.DataType.FLOAT, "batch", 3, size, size));
            return (System.nanoTime() - start) / 1e9;
        }
    }
}
