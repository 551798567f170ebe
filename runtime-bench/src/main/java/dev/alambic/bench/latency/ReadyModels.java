package dev.alambic.bench.latency;

import dev.alambic.bench.Candidate;
import dev.alambic.bench.Setting;
import dev.alambic.bench.Workload;
import dev.alambic.onnx.runtime.PreparedRun;
import java.util.ArrayList;
import java.util.List;

/** All models open at once with their inputs in the runtime's memory, ready to take turns. */
final class ReadyModels implements AutoCloseable {

    private final List<OpenModel> models = new ArrayList<>();
    private final List<PreparedRun> prepared = new ArrayList<>();

    private ReadyModels() {}

    static ReadyModels open(List<Candidate> candidates, Workload workload, Setting setting) {
        ReadyModels ready = new ReadyModels();
        try {
            for (Candidate candidate : candidates) {
                OpenModel model = OpenModel.open(candidate, setting);
                ready.models.add(model);
                ready.prepared.add(model.prepare(workload.feeds(candidate).of(setting.batch())));
            }
            return ready;
        } catch (RuntimeException | Error e) {
            ready.close();
            throw e;
        }
    }

    /** Returns one run of each model, in their order. */
    List<Runnable> runs() {
        return prepared.stream().<Runnable>map(run -> run::run).toList();
    }

    @Override
    public void close() {
        prepared.forEach(PreparedRun::close);
        models.forEach(OpenModel::close);
    }
}
