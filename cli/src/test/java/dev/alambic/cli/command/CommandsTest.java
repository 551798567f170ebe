package dev.alambic.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.cli.Option;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every command owes its user, so that a new one needs its class, its line in Commands, its test and its guide.
 */
class CommandsTest {

    @Test
    void eachNameIsOneCommand() {
        List<String> names = Commands.all().stream().map(Command::name).toList();
        assertThat(names).doesNotHaveDuplicates();
        assertThat(names)
                .allSatisfy(name -> assertThat(Commands.named(name).name()).isEqualTo(name));
    }

    @ParameterizedTest
    @MethodSource("dev.alambic.cli.command.Commands#all")
    void theGuideNamesEveryCommand(Command command) throws Exception {
        assertThat(Files.readString(Path.of("..", "docs", "cli.md"))).containsPattern("`" + command.name() + "[ `]");
    }

    @ParameterizedTest
    @MethodSource("dev.alambic.cli.command.Commands#all")
    void everyFlagIsExplainedAndNamesItsValue(Command command) {
        assertThat(command.usage().flags().withCommon().getOptions()).allSatisfy(option -> {
            assertThat(option.getLongOpt()).as("long name").matches("[a-z][a-z0-9-]*");
            assertThat(option.getDescription())
                    .as("--" + option.getLongOpt())
                    .isNotBlank()
                    .doesNotEndWith(".");
            assertThat(!option.hasArg() || isNamed(option))
                    .as("value of --" + option.getLongOpt())
                    .isTrue();
        });
    }

    private static boolean isNamed(Option option) {
        return option.getArgName() != null && !option.getArgName().isBlank();
    }

    @ParameterizedTest
    @MethodSource("dev.alambic.cli.command.Commands#all")
    void theSummaryIsOneLineWithoutAFullStop(Command command) {
        assertThat(command.summary()).isNotBlank().doesNotContain("\n").doesNotEndWith(".");
    }
}
