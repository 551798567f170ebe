package dev.alambic.trainer.experiment;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import dev.alambic.data.answer.Answerer;
import dev.alambic.data.answer.TaskMetrics;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.Splits;
import dev.alambic.data.task.MultiTask;
import dev.alambic.data.task.Regress;
import dev.alambic.data.task.Task;
import dev.alambic.exporter.Exporter;
import dev.alambic.exporter.Signature;
import dev.alambic.exporter.importer.TrainableGraph;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.edit.TaskOutputs;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.trainer.network.GraphNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes ONNX models of the networks of an experiment, and measures them on the test split. */
record Exports(Plan plan, Splits splits, RunOptions options, NDManager manager) {

    /**
     * Returns the model of a network that was trained, or brought.
     *
     * @param change the one that it was trained with
     * @param distilled whether it learnt from another
     */
    TrainedModel of(String name, Phase phase, GraphChange change, boolean distilled) {
        Block block = phase.network().block();
        OnnxModel model = block instanceof TrainableGraph graph
                ? change.after(GraphNetwork.withoutPair(
                        new WriteBack(graph, phase.network().inputs(), options).verified(samples(), manager)))
                : graph(block);
        String step = distilled ? "distil" : phase.network().isNew() ? "train" : "finetune";
        OnnxModel described = described(
                task() instanceof MultiTask several ? TaskOutputs.split(model, several.widths()) : model, step);
        return new TrainedModel(name, described, phase.history(), test(described));
    }

    /** Returns a block as ONNX. */
    OnnxModel graph(Block block) {
        return block instanceof TrainableGraph graph
                ? graph.model()
                : Exporter.export(block, signature().output(answers()), options.export());
    }

    private String answers() {
        return task() instanceof Regress ? "numbers" : task() instanceof MultiTask ? "answers" : "logits";
    }

    /** Returns what a model that is written back is compared with the engine on. */
    private Dataset samples() {
        return splits.validation().size() > 0 ? splits.validation() : splits.train();
    }

    private Task task() {
        return Task.of(splits.train());
    }

    private Signature signature() {
        Object[] dims = Stream.concat(
                        Stream.of("batch"), LongStream.of(input().sampleShape()).boxed())
                .toArray();
        if (input() instanceof InputMeaning.Image image) {
            return Signature.of("image", DataType.FLOAT, dims).range("image", image.min(), image.max());
        }
        if (input() instanceof InputMeaning.Sound) {
            return Signature.of("sound", DataType.FLOAT, dims).range("sound", -1, 1);
        }
        return input() instanceof InputMeaning.Text
                ? Signature.of("input_ids", DataType.INT64, dims)
                : Signature.of("features", DataType.FLOAT, dims);
    }

    private OnnxModel described(OnnxModel model, String step) {
        List<String> history = new ArrayList<>(ModelInfo.of(model).history());
        history.add(step);
        return task().describe(ModelInfo.of(model))
                .withInput(input())
                .withRecipe(plan.name())
                .withSeed(plan.seed())
                .withHistory(history)
                .applyTo(model);
    }

    /** Returns the quality of a model on the test split; null if that is empty. */
    @Nullable
    TaskMetrics test(OnnxModel model) {
        Dataset test = splits.test();
        if (test.size() == 0) {
            return null;
        }
        try (Answerer answerer = task().open(model, test, runtime())) {
            return task().judge(answerer.answers(test), test);
        }
    }

    SessionOptions runtime() {
        return SessionOptions.defaults().withThreads(options.engine().threads());
    }

    private InputMeaning input() {
        return splits.train().input();
    }
}
