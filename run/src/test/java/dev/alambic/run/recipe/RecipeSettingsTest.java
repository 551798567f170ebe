package dev.alambic.run.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;

class RecipeSettingsTest {

    @Test
    void everyValueHasItsPlace() {
        assertThat(RecipeSettings.of("""
                        name: wine
                        teacher: {network: {type: mlp, hidden: [64, 32]}}
                        student: {network: {layers: [{type: conv, filters: 8}, {type: flatten}]}}
                        """, "recipe.yaml"))
                .containsExactly(
                        entry("name", "wine"),
                        entry("teacher.network.type", "mlp"),
                        entry("teacher.network.hidden", "[64, 32]"),
                        entry("student.network.layers[1].type", "conv"),
                        entry("student.network.layers[1].filters", "8"),
                        entry("student.network.layers[2].type", "flatten"));
    }
}
