package dev.alambic.bench.latency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.bench.workload.Timing;
import org.junit.jupiter.api.Test;

final class BlockPlanTest {

    private static final Timing TIMING = new Timing(5, 50, 1200, 10, 1);

    @Test
    void ordinaryModelGetsTheWantedRounds() {
        BlockPlan plan = BlockPlan.of(TIMING, new double[] {1e6});
        assertThat(plan.rounds()).isEqualTo(10);
        assertThat(plan.runs()).containsExactly(24);
    }

    @Test
    void tinyModelRunsUntilItsBlockIsLongEnough() {
        assertThat(BlockPlan.of(TIMING, new double[] {1000}).runs()).containsExactly(200);
    }

    @Test
    void slowModelGetsFewerRunsThanFastOneBesideIt() {
        // 2 s a session over 10 rounds and 2 models are 100 ms a block, one run of which is not recorded
        BlockPlan plan = BlockPlan.of(TIMING, new double[] {20e6, 1e6});
        assertThat(plan.runs()).containsExactly(4, 24);
    }

    @Test
    void verySlowModelGetsFewerRoundsButAtLeastOneASession() {
        assertThat(BlockPlan.of(TIMING, new double[] {250e6}).rounds()).isEqualTo(4);
        BlockPlan slowest = BlockPlan.of(TIMING, new double[] {60e9});
        assertThat(slowest.rounds()).isEqualTo(1);
        assertThat(slowest.runs()).containsExactly(1);
    }
}
