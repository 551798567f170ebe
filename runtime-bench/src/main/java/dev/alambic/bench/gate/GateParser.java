package dev.alambic.bench.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;

/**
 * Reads gates.
 *
 * <pre>{@code
 * gate        = requirement (("," | "and") requirement)*
 * requirement = sum ("<=" | "<" | ">=" | ">" | "==" | "!=") sum
 * sum         = product (("+" | "-") product)*
 * product     = factor (("*" | "/") factor)*
 * factor      = number unit? | "-" factor | "(" sum ")" | figure
 * figure      = model "." metric ("@" key "=" value ("," key "=" value)*)?
 * }</pre>
 */
final class GateParser {
    private static final int DEEPEST = 100;

    private final String source;
    private final List<Token> tokens;
    private int at;
    private int depth;

    private GateParser(String source) {
        this.source = source;
        this.tokens = GateLexer.tokens(source);
    }

    /** @throws IllegalArgumentException if {@code source} is no gate */
    static List<Requirement> parse(String source) {
        return new GateParser(source).gate();
    }

    private List<Requirement> gate() {
        List<Requirement> requirements = new ArrayList<>();
        do {
            requirements.add(requirement());
        } while (take(",") || take("and"));
        if (token().kind() != Token.Kind.END) {
            throw expected("a comma or the end");
        }
        return requirements;
    }

    private Requirement requirement() {
        int start = token().position();
        Expression left = sum();
        Relation relation = Relation.of(token()).orElseThrow(() -> expected("<=, <, >=, >, == or !="));
        at++;
        Expression right = sum();
        if (Relation.of(token()).isPresent()) {
            throw expected("one comparison in a requirement, then a comma");
        }
        String text = source.substring(start - 1, token().position() - 1).strip();
        return new Requirement(text, left, relation, right);
    }

    private Expression sum() {
        Expression left = product();
        while (token().is("+") || token().is("-")) {
            BinaryOperator<Quantity> operator = next().is("+") ? Quantity::plus : Quantity::minus;
            left = left.with(operator, product());
        }
        return left;
    }

    private Expression product() {
        Expression left = factor();
        while (token().is("*") || token().is("/")) {
            BinaryOperator<Quantity> operator = next().is("*") ? Quantity::times : Quantity::over;
            left = left.with(operator, factor());
        }
        return left;
    }

    private Expression factor() {
        if (++depth > DEEPEST) {
            throw expected("at most " + DEEPEST + " brackets and signs within each other");
        }
        try {
            if (take("-")) {
                return factor().negated();
            }
            if (take("(")) {
                Expression inner = sum();
                require(")");
                return inner;
            }
            return token().kind() == Token.Kind.NUMBER ? number() : figure();
        } finally {
            depth--;
        }
    }

    private Expression number() {
        double number = Double.parseDouble(next().text());
        boolean unit = token().is("%") || (token().kind() == Token.Kind.WORD && !token().is("and"));
        return Expression.of(unit ? GateUnit.of(next(), source).of(number) : Quantity.bare(number));
    }

    private Expression figure() {
        if (!token().isName()) {
            throw expected("a number, a bracket or a figure such as student.p50");
        }
        Token model = next();
        if (!take(".")) {
            throw expected("'.' and a metric after " + model);
        }
        Token name = next();
        Metric metric = Metrics.of(name.text())
                .orElseThrow(() -> GateSyntax.error(
                        source, name.position(), "unknown metric " + name, name.text(), Metrics.symbols()));
        return Expression.of(new Expression.Reference(model.text(), metric, setting(), model.position()));
    }

    private Selector setting() {
        if (!take("@")) {
            return Selector.FIRST;
        }
        List<Selector.Choice> choices = new ArrayList<>();
        do {
            Token name = next();
            if (!Selector.KEYS.contains(name.text())) {
                throw GateSyntax.error(source, name.position(), "unknown setting " + name, name.text(), Selector.KEYS);
            }
            require("=");
            if (token().kind() != Token.Kind.NUMBER && !token().isName()) {
                throw expected("a value of " + name.text());
            }
            choices.add(new Selector.Choice(name.text(), next().text()));
        } while (anotherChoice());
        return new Selector(choices);
    }

    /** Steps over a comma behind which a setting goes on, rather than another requirement. */
    private boolean anotherChoice() {
        boolean another = token().is(",")
                && at + 2 < tokens.size()
                && tokens.get(at + 1).kind() == Token.Kind.WORD
                && tokens.get(at + 2).text().equals("=")
                && tokens.get(at + 2).kind() == Token.Kind.SYMBOL;
        at += another ? 1 : 0;
        return another;
    }

    private Token token() {
        return tokens.get(at);
    }

    /** Steps on, but never past the end. */
    private Token next() {
        Token token = token();
        at += token.kind() == Token.Kind.END ? 0 : 1;
        return token;
    }

    private boolean take(String symbol) {
        boolean there = token().is(symbol);
        at += there ? 1 : 0;
        return there;
    }

    private void require(String symbol) {
        if (!take(symbol)) {
            throw expected("'" + symbol + "'");
        }
    }

    private IllegalArgumentException expected(String what) {
        return GateSyntax.error(source, token().position(), "expected " + what + ", was " + token());
    }
}
