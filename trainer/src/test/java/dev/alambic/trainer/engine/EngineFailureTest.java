package dev.alambic.trainer.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.norm.BatchNorm;
import org.junit.jupiter.api.Test;

final class EngineFailureTest {

    @Test
    void moreMemoryThanThereIsIsTheCallersMistake() {
        assertThatThrownBy(() ->
                        TrainingEngine.call(EngineOptions.defaults(), manager -> manager.zeros(new Shape(1L << 46))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("network: it does not fit into memory")
                .hasMessageContaining((1L << 48) + " bytes");
    }

    @Test
    void oneValueOfEachChannelHasNoStatistics() {
        assertThatThrownBy(() -> TrainingEngine.call(EngineOptions.defaults(), manager -> {
                    Shape one = new Shape(1, 3);
                    Shape channels = new Shape(3);
                    return BatchNorm.batchNorm(
                            manager.ones(one),
                            manager.zeros(channels),
                            manager.ones(channels),
                            manager.ones(channels),
                            manager.zeros(channels),
                            1,
                            0.9f,
                            1e-5f,
                            true);
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("batchSize: batch normalization")
                .hasMessageNotContaining("\n");
    }

    @Test
    void whatIsNotUnderstoodStaysAsItIs() {
        EngineException other = new EngineException("something else");
        assertThat(EngineFailure.explained(other)).isSameAs(other);
    }
}
