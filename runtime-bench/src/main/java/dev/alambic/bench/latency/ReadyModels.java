package dev.alambic.bench.latency;

import dev.alambic.bench.record.Setting;
import dev.alambic.bench.workload.Candidate;
import dev.alambic.bench.workload.Workload;
import dev.alambic.onnx.runtime.PreparedRun;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** All models open at once with their inputs in the runtime's memory, ready to take turns. */
final class ReadyModels implements AutoCloseable {

    private final Map<Candidate, OpenModel> models = new LinkedHashMap<>();
    private final Map<Candidate, PreparedRun> prepared = new LinkedHashMap<>();
    private final List<Candidate> candidates;

    private ReadyModels(List<Candidate> candidates) {
        this.candidates = candidates;
    }

    /** Opens the models, the one at {@code first} (counted round and round) before the others. */
    static ReadyModels open(List<Candidate> candidates, int first, Workload workload, Setting setting) {
        ReadyModels ready = new ReadyModels(candidates);
        try {
            for (int i = 0; i < candidates.size(); i++) {
                Candidate candidate = candidates.get((first + i) % candidates.size());
                OpenModel model = OpenModel.open(candidate, setting);
                ready.models.put(candidate, model);
                ready.prepared.put(
                        candidate, model.prepare(workload.feeds(candidate).of(setting.batch())));
            }
            return ready;
        } catch (RuntimeException | Error e) {
            ready.close();
            throw e;
        }
    }

    /** Returns one run of each model, in their order. */
    List<Runnable> runs() {
        return candidates.stream()
                .map(prepared::get)
                .filter(Objects::nonNull)
                .<Runnable>map(run -> run::run)
                .toList();
    }

    @Override
    public void close() {
        prepared.values().forEach(PreparedRun::close);
        models.values().forEach(OpenModel::close);
    }
}
