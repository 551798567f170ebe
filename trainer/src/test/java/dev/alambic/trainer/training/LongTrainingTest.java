package dev.alambic.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Structure;
import dev.alambic.data.DataSource;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.set.Splits;
import dev.alambic.trainer.experiment.Distiller;
import dev.alambic.trainer.experiment.RunOptions;
import dev.alambic.trainer.spec.NetworkSpec;
import dev.alambic.trainer.spec.OptimizerSpec;
import dev.alambic.trainer.spec.TrainingSpec;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the C library has given out, which is where the engine's arrays live. */
final class LongTrainingTest {

    private static final int FIRST = 500;
    private static final int LAST = 10_000;

    /**
     * What the virtual machine itself takes and gives back while it compiles what runs is seen as well, as jumps of up
     * to 30 MB, so that the median of the differences is looked at. Two arrays of a single number that are lost in each
     * step take 500 times some 600 bytes, an answer of the network far more.
     */
    private static final long GROWTH = 250_000;

    /** Part of malloc.h, glibc 2.33. */
    interface Malloc extends Library {
        Info.ByValue mallinfo2();
    }

    /** Its struct mallinfo2. */
    @Structure.FieldOrder({
        "arena",
        "ordblks",
        "smblks",
        "hblks",
        "hblkhd",
        "usmblks",
        "fsmblks",
        "uordblks",
        "fordblks",
        "keepcost"
    })
    public static class Info extends Structure {
        public long arena;
        public long ordblks;
        public long smblks;
        public long hblks;
        public long hblkhd;
        public long usmblks;
        public long fsmblks;
        public long uordblks;
        public long fordblks;
        public long keepcost;

        /** As the function returns it. */
        public static final class ByValue extends Info implements Structure.ByValue {}
    }

    private static long used() {
        Info.ByValue info = Native.load("c", Malloc.class).mallinfo2();
        return info.uordblks + info.hblkhd;
    }

    /** Returns the median of what 500 steps add. */
    private static long growth(long[] used) {
        long[] sorted = IntStream.range(1, LAST / FIRST)
                .mapToLong(i -> used[(i + 1) * FIRST] - used[i * FIRST])
                .sorted()
                .toArray();
        return sorted[sorted.length / 2];
    }

    @Test
    @Tag("slow")
    void tenThousandStepsTakeNoMoreMemoryThanFiveHundred() {
        assumeTrue(Platform.isLinux());
        Splits splits = Splits.stratified(DataSource.open("wine", DataOptions.defaults()), 0.1, 0.2, 1);
        TrainingSpec training = TrainingSpec.defaults()
                .withBatchSize(8)
                .withEpochs(LAST / 15)
                .withKeepBest(false)
                .withClipNorm(1)
                .withOptimizer(OptimizerSpec.adamW(1e-3));
        long[] used = new long[LAST + 1];
        int[] steps = new int[1];
        Distiller.named("long")
                .teacher(NetworkSpec.mlp(8), training.withEpochs(1))
                .student(NetworkSpec.mlp(8).withDropout(0.1), training)
                .options(RunOptions.defaults().withListener(new TrainingListener() {
                    @Override
                    public void batch(TrainingJob job, int epoch, int batch, int batches, double loss) {
                        if (steps[0] < LAST) {
                            steps[0]++;
                            if (steps[0] % 500 == 0) {
                                used[steps[0]] = used();
                            }
                        }
                    }
                }))
                .run(splits);
        assertThat(steps[0]).isEqualTo(LAST);
        StringBuilder seen = new StringBuilder();
        for (int i = FIRST; i <= LAST; i += FIRST) {
            seen.append(used[i] / 1000).append(' ');
        }
        assertThat(growth(used)).as("kB in use after each 500 steps: " + seen).isLessThan(GROWTH);
    }
}
