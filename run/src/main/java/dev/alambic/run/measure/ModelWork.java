package dev.alambic.run.measure;

import dev.alambic.bench.record.Latency;
import dev.alambic.bench.record.ModelResult;
import dev.alambic.bench.work.ProfileTrial;
import dev.alambic.bench.work.WorkCount;
import dev.alambic.bench.workload.Feeds;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.runtime.SessionOptions;
import java.nio.file.Path;
import java.util.Map;

/** What a measured model has to do, and where its time goes, in runs apart from those that were timed. */
public final class ModelWork {

    private ModelWork() {}

    /** Returns {@code model} with its work and profile at its first setting; as it is if it was not timed. */
    public static ModelResult profiled(ModelResult model, Path file, Feeds feeds) {
        if (model.latency().isEmpty()) {
            return model;
        }
        Latency first = model.latency().get(0);
        Map<String, Tensor> inputs = feeds.of(first.batch());
        SessionOptions options = SessionOptions.defaults()
                .withThreads(first.threads())
                .withProvider(first.setting().provider());
        return model.withWork(WorkCount.of(OnnxModel.read(file), inputs, first.batch()))
                .withProfile(ProfileTrial.measure(file, inputs, first.setting(), options, first.p50Micros()));
    }
}
