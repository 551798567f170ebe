package dev.alambic.bench.latency;

import dev.alambic.bench.record.Setting;
import dev.alambic.bench.workload.Candidate;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.runtime.PreparedRun;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A candidate with its session. */
public final class OpenModel implements AutoCloseable {

    private final Candidate candidate;
    private final Session session;

    private OpenModel(Candidate candidate, Session session) {
        this.candidate = candidate;
        this.session = session;
    }

    public static OpenModel open(Candidate candidate, Setting setting) {
        SessionOptions options =
                SessionOptions.defaults().withThreads(setting.threads()).withProvider(setting.provider());
        return new OpenModel(candidate, Session.open(candidate.file(), options));
    }

    public PreparedRun prepare(Map<String, Tensor> feeds) {
        return session.prepare(fitting(feeds), candidate.states().outputByInput());
    }

    /** Returns what this model reads of {@code feeds}; a single input takes a single tensor whatever the name. */
    public Map<String, Tensor> fitting(Map<String, Tensor> feeds) {
        List<String> names = session.inputs().stream().map(ValueInfo::name).toList();
        if (names.size() == 1 && feeds.size() == 1) {
            return Map.of(names.get(0), feeds.values().iterator().next());
        }
        Map<String, Tensor> fitting = new LinkedHashMap<>();
        for (String name : names) {
            Tensor tensor = feeds.get(name);
            if (tensor == null) {
                throw new IllegalArgumentException(candidate.name() + ": the workload feeds every input (expected "
                        + names + ", was " + feeds.keySet() + ")");
            }
            fitting.put(name, tensor);
        }
        return fitting;
    }

    @Override
    public void close() {
        session.close();
    }
}
