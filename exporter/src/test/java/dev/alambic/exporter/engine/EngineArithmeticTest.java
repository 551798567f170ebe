package dev.alambic.exporter.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EngineArithmeticTest {

    @Test
    void theEngineComputesRightlyOnceItWasTried() {
        EngineArithmetic.ensure();
        assertThat(EngineArithmetic.difference()).isLessThanOrEqualTo(EngineArithmetic.TOLERANCE);
    }

    @Test
    void theOutcomeStays() {
        assertThat(EngineArithmetic.ensure()).isEqualTo(EngineArithmetic.ensure());
    }
}
