package dev.alambic.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.run.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CommandLineTest {

    @Test
    void anUnknownCommandSuggestsTheNearest() {
        Outcome.of("recipse").fails(2, "alambic: unknown command 'recipse', did you mean 'recipes'?");
        Outcome.of("dance").fails(2, "alambic: unknown command 'dance' (alambic help lists the commands)");
    }

    @Test
    void anUnknownFlagSuggestsTheNearest() {
        Outcome.of("recipes", "--jsn").fails(2, "alambic: recipes: unknown flag '--jsn', did you mean '--json'?");
        Outcome.of("--fast", "recipes")
                .fails(2, "alambic: unknown flag '--fast' before the command (see: alambic help)");
    }

    @Test
    void anUnknownRecipeSuggestsTheNearest() {
        Outcome.of("recipes", "mnits").fails(2, "alambic: unknown recipe 'mnits', did you mean 'mnist'?");
    }

    @Test
    void tooManyOperandsAreRefused() {
        Outcome.of("help", "run", "fast").fails(2, "alambic: help: unexpected 'fast' (expected [command])");
    }

    @Test
    void aRecipeWithAMistakeNamesFileLineAndKey(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("r.yaml"), "name: r\nstudent:\n  distil: {temperature: 4}\n");
        Outcome.of("run", file.toString())
                .fails(2, "alambic: " + file + ":3: unknown key 'student.distil', did you mean 'distill'?");
    }

    @Test
    void theStackTraceIsShownOnlyOnRequest() {
        assertThat(Outcome.of("dance").err()).doesNotContain("\tat ");
        assertThat(Outcome.of("--debug", "dance").err()).contains("\tat ");
    }

    @Test
    void versionAndHelpAreThere() {
        assertThat(Outcome.of("--version").succeeds()).matches("alambic \\d+\\.\\d+\\.\\d+.*\\R");
        assertThat(Outcome.of("help").succeeds()).contains("recipes", "usage: alambic <command>");
        assertThat(Outcome.of().code()).isEqualTo(ExitCode.USAGE);
    }

    @ParameterizedTest
    @MethodSource("dev.alambic.cli.command.Commands#all")
    void everyCommandExplainsItself(Command command) {
        String help = Outcome.of("help", command.name()).succeeds();
        assertThat(help).contains(command.summary(), "--json", "--debug");
        assertThat(Outcome.of(command.name(), "--help").succeeds()).isEqualTo(help);
    }

    @Test
    void jsonIsJson() throws Exception {
        assertThat(Json.tree(Outcome.of("recipes", "--json").succeeds())
                        .get("iris")
                        .asText())
                .contains("iris");
    }
}
