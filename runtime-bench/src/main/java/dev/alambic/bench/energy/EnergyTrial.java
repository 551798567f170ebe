package dev.alambic.bench.energy;

import dev.alambic.bench.latency.OpenModel;
import dev.alambic.bench.record.Energy;
import dev.alambic.bench.record.Setting;
import dev.alambic.bench.workload.Candidate;
import dev.alambic.bench.workload.Progress;
import dev.alambic.bench.workload.Workload;
import dev.alambic.onnx.runtime.PreparedRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs each model for a while and reads the energy counters before and after. */
public final class EnergyTrial {

    private static final double SECONDS = 2;

    private EnergyTrial() {}

    /** Returns the energy of each model in order; nothing where the machine does not tell. */
    public static List<Energy> measure(List<Candidate> candidates, Workload workload, Progress progress) {
        return measure(candidates, workload, progress, EnergyCounter.POWERCAP);
    }

    static List<Energy> measure(List<Candidate> candidates, Workload workload, Progress progress, Path powercap) {
        Optional<EnergyCounter> counter = EnergyCounter.in(powercap);
        if (counter.isEmpty()) {
            return List.of();
        }
        progress.step("energy", 0, 1);
        List<Energy> found = new ArrayList<>();
        try {
            for (Candidate candidate : candidates) {
                found.add(measure(candidate, workload, counter.get()));
            }
            return found;
        } catch (IOException counterVanished) {
            return List.of();
        }
    }

    private static Energy measure(Candidate candidate, Workload workload, EnergyCounter counter) throws IOException {
        Setting setting = workload.matrix().smallest();
        double seconds = Math.min(SECONDS, workload.timing().secondsPerSetting());
        try (OpenModel model = OpenModel.open(candidate, setting);
                PreparedRun run = model.prepare(workload.feeds(candidate).of(setting.batch()))) {
            run.run();
            List<Long> before = counter.read();
            long start = System.nanoTime();
            double passed = 0;
            long runs = 0;
            while (passed < seconds) {
                run.run();
                runs++;
                passed = (System.nanoTime() - start) / 1e9;
            }
            double joules = counter.joulesSince(before);
            return new Energy(setting, 1000 * joules / runs / setting.batch(), joules / passed, runs);
        }
    }
}
