package dev.alambic.exporter.importer;

import dev.alambic.exporter.importer.StandardTest.Kind;
import dev.alambic.exporter.importer.StandardTest.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What came of the standard's tests, by operator, as the page docs/operators.md. */
final class OperatorPage {

    /** A test, what it is of, and what came of it. */
    record Result(String name, String operator, boolean isFloat, Outcome outcome) {

        boolean is(Kind kind) {
            return outcome.kind() == kind;
        }

        /** Returns whether it counts for the share of differentiable operators. */
        boolean isDifferentiable() {
            return isFloat && !Undifferentiable.contains(operator) && !operator.equals(StandardTest.SEVERAL);
        }
    }

    private final List<Result> results;

    OperatorPage(List<Result> results) {
        this.results = List.copyOf(results);
    }

    long count(Kind kind) {
        return results.stream().filter(result -> result.is(kind)).count();
    }

    long differentiable() {
        return results.stream().filter(Result::isDifferentiable).count();
    }

    long differentiableMatched() {
        return results.stream()
                .filter(result -> result.isDifferentiable() && result.is(Kind.MATCHED))
                .count();
    }

    List<Result> wrong() {
        return results.stream().filter(result -> result.is(Kind.WRONG)).toList();
    }

    String text() {
        return """
                # Operators that can be trained

                <!-- Written by StandardOperatorsTest: mvn verify -Pslow -pl exporter -am -Dtest=StandardOperatorsTest -Dsurefire.failIfNoSpecifiedTests=false -Doperators.update=true -->

                `TrainableGraph` evaluates these operators of ONNX, opsets 7 to 22, with the engine's differentiable arithmetic. The figures are the standard's own tests of operators (Debian's `libonnx-testdata`), each run through `TrainableGraph` and compared with the expected outputs (relative tolerance 1e-3, as in the standard's own test runner; 16-bit floats are computed in float32). A node that is not supported is refused when the graph is built, all such nodes in one message; nothing is computed wrong.

                """ + totals() + "\n" + table() + untested() + refusals();
    }

    private String totals() {
        return String.format(
                Locale.ROOT,
                """
                | | tests | matched | refused | disputed | wrong |
                |---|---:|---:|---:|---:|---:|
                | all | %d | %d | %d | %d | %d |
                | of differentiable float operators | %d | %d (%.1f %%) | | | |

                Disputed: the block computes what ONNX Runtime does, and the package expects something else.
                """,
                results.size(),
                count(Kind.MATCHED),
                count(Kind.REFUSED),
                count(Kind.DISPUTED),
                count(Kind.WRONG),
                differentiable(),
                differentiableMatched(),
                100.0 * differentiableMatched() / differentiable());
    }

    private Map<String, List<Result>> byOperator() {
        return results.stream().collect(Collectors.groupingBy(Result::operator, TreeMap::new, Collectors.toList()));
    }

    private String table() {
        StringBuilder text = new StringBuilder("""
                ## Operators with tests in the package

                | operator | tests | matched | refused | gradient |
                |---|---:|---:|---:|---|
                """);
        byOperator().forEach((operator, tests) -> {
            long matched = tests.stream().filter(test -> test.is(Kind.MATCHED)).count();
            long refused = tests.stream().filter(test -> test.is(Kind.REFUSED)).count();
            if (matched > 0) {
                text.append("| %s | %d | %d | %d | %s |\n"
                        .formatted(
                                operator,
                                tests.size(),
                                matched,
                                refused,
                                Undifferentiable.contains(operator)
                                        ? "none: " + Undifferentiable.reason(operator)
                                        : "yes"));
            }
        });
        return text.toString();
    }

    private String untested() {
        Set<String> names = new TreeSet<>(Operators.names());
        names.removeAll(byOperator().keySet());
        names.removeIf(name -> name.startsWith("alambic::")); // what graphs are fused to, in no file
        return "\nThe table has these too, which the package does not test alone; tests of this project compare them with"
                + " ONNX Runtime: "
                + names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "))
                + ".\n";
    }

    private String refusals() {
        StringBuilder text = new StringBuilder("""

                ## What is refused

                | operator | tests | why |
                |---|---:|---|
                """);
        byOperator().forEach((operator, tests) -> {
            Map<String, Long> reasons = tests.stream()
                    .filter(test -> test.is(Kind.REFUSED))
                    .collect(Collectors.groupingBy(OperatorPage::reason, TreeMap::new, Collectors.counting()));
            reasons.forEach((reason, count) -> text.append("| %s | %d | %s |\n".formatted(operator, count, reason)));
        });
        return text.toString();
    }

    /** Returns the reason without the names of this test's nodes; of several nodes, the operators. */
    private static String reason(Result result) {
        String message = result.outcome().reason();
        if (message.matches("\\d+ nodes: .*")) {
            List<String> operators = new ArrayList<>();
            for (String part : message.substring(message.indexOf(": ") + 2).split("; ")) {
                operators.add(
                        part.startsWith("input ") ? "inputs that are no tensors of numbers" : part.split(" ", 2)[0]);
            }
            return operators.stream().distinct().sorted().collect(Collectors.joining(", "));
        }
        return message.replaceFirst("^(\\w+) '[^']*': ", result.operator().equals(StandardTest.SEVERAL) ? "$1: " : "");
    }
}
