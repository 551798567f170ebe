package dev.alambic.exporter.measure;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.transformer.BertBlock;
import dev.alambic.exporter.importer.TrainableGraph;
import dev.alambic.exporter.importer.TrainableOptions;
import dev.alambic.onnx.catalogue.ModelSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Peak memory of training steps of MiniLM, batch 8 of 64 tokens, above that of the process with the weights loaded: as
 * an imported graph, or as a BERT of DJL's own blocks of the same sizes (64 positions). Each in a process of its own;
 * Linux only.
 */
public final class StepMemory {

    private static final int STEPS = 5;

    private StepMemory() {}

    /**
     * Prints one line.
     *
     * @param arguments {@code imported} or {@code native}
     */
    public static void main(String[] arguments) throws IOException {
        boolean imported = arguments[0].equals("imported");
        try (NDManager manager = NDManager.newBaseManager()) {
            Shape tokens = new Shape(8, 64);
            NDList ids = new NDList(
                    manager.randomInteger(5, 30_000, tokens, DataType.INT64),
                    manager.ones(tokens, DataType.INT64),
                    manager.zeros(tokens, DataType.INT64));
            Block block = imported ? miniLm() : bert();
            NDList batch = imported ? ids : new NDList(ids.get(0), ids.get(2), ids.get(1));
            block.initialize(manager, DataType.FLOAT32, batch.getShapes());
            long loaded = status("VmRSS");
            TrainingStep step = new TrainingStep(block, manager);
            for (int i = 0; i < STEPS; i++) {
                step.run(batch);
            }
            System.out.printf(
                    Locale.ROOT,
                    "%s: %d MB with the weights, peak %d MB, %d MB above%n",
                    arguments[0],
                    loaded >> 10,
                    status("VmHWM") >> 10,
                    (status("VmHWM") - loaded) >> 10);
        }
    }

    private static Block miniLm() {
        return TrainableGraph.of(ModelSource.open("all-minilm-l6-v2"), TrainableOptions.defaults());
    }

    private static Block bert() {
        return BertBlock.builder()
                .setTokenDictionarySize(30_522)
                .optEmbeddingSize(384)
                .optTransformerBlockCount(6)
                .optAttentionHeadCount(12)
                .optMaxSequenceLength(64)
                .optHiddenDropoutProbability(0)
                .build();
    }

    /** Returns a line of /proc/self/status in KiB. */
    private static long status(String name) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith(name + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
