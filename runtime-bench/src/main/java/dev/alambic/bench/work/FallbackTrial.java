package dev.alambic.bench.work;

import dev.alambic.bench.record.ModelResult;
import dev.alambic.bench.record.Profile;
import dev.alambic.bench.record.Setting;
import dev.alambic.bench.workload.Candidate;
import dev.alambic.bench.workload.Workload;
import dev.alambic.onnx.runtime.Provider;
import dev.alambic.onnx.runtime.SessionOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Finds the nodes that an accelerator leaves to the CPU, from the runtime's trace of a few runs. */
public final class FallbackTrial {

    private FallbackTrial() {}

    /** Returns a sentence for each model and provider other than the CPU. */
    public static List<String> measure(List<Candidate> candidates, Workload workload, List<ModelResult> results) {
        List<String> notes = new ArrayList<>();
        for (Provider provider : workload.matrix().providers()) {
            for (int i = 0; provider != Provider.CPU && i < candidates.size(); i++) {
                notes.add(sentence(
                        results.get(i).name(), profile(candidates.get(i), workload, provider, results.get(i))));
            }
        }
        return notes;
    }

    private static Profile profile(Candidate candidate, Workload workload, Provider provider, ModelResult result) {
        Setting smallest = workload.matrix().smallest();
        Setting setting = new Setting(smallest.batch(), smallest.threads(), provider);
        return ProfileTrial.measure(
                candidate.file(),
                workload.feeds(candidate).of(setting.batch()),
                setting,
                SessionOptions.defaults().withThreads(setting.threads()).withProvider(provider),
                result.latency(setting).orElseThrow().p50Micros());
    }

    static String sentence(String model, Profile profile) {
        String provider = profile.setting().provider().label();
        Map<String, Long> left = profile.nodes().stream()
                .filter(node -> node.provider().equals("CPU"))
                .collect(Collectors.groupingBy(Profile.NodeTime::operator, TreeMap::new, Collectors.counting()));
        if (left.isEmpty()) {
            return model + ": every node runs on " + provider;
        }
        long nodes = left.values().stream().mapToLong(Long::longValue).sum();
        return model + ": " + provider + " leaves " + nodes + " of "
                + profile.nodes().size() + " nodes to the CPU: "
                + left.entrySet().stream()
                        .map(each -> each.getKey() + (each.getValue() == 1 ? "" : " (" + each.getValue() + ")"))
                        .collect(Collectors.joining(", "));
    }
}
