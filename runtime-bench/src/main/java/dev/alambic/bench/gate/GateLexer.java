package dev.alambic.bench.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a gate into tokens. A minus belongs to a name where a name may begin and letters go on after it, as in
 * {@code student-int8.p50}; behind a figure it subtracts.
 */
final class GateLexer {
    private static final Pattern NUMBER = Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?");
    private static final Pattern MODEL = Pattern.compile("[\\p{L}_][\\p{L}\\d_-]*(?=\\s*\\.)");
    private static final Pattern WORD = Pattern.compile("[\\p{L}_µ][\\p{L}\\d_µ]*");
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"|'([^']*)'");
    private static final Pattern SYMBOL = Pattern.compile("<=|>=|==|!=|[<>≤≥=.,@()+*/%-]");

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private GateLexer(String source) {
        this.source = source;
    }

    /**
     * Returns the tokens of {@code source}, the last being its end.
     *
     * @throws IllegalArgumentException if a character begins none
     */
    static List<Token> tokens(String source) {
        return new GateLexer(source).cut();
    }

    private List<Token> cut() {
        while (at < source.length()) {
            if (Character.isWhitespace(source.charAt(at))) {
                at++;
            } else if (!next()) {
                throw GateSyntax.error(source, at + 1, "unexpected '" + source.charAt(at) + "'");
            }
        }
        tokens.add(new Token(Token.Kind.END, "", source.length() + 1));
        return tokens;
    }

    private boolean next() {
        return (!follows(".") && take(NUMBER, Token.Kind.NUMBER))
                || take(QUOTED, Token.Kind.QUOTED)
                || (!follows(".") && take(MODEL, Token.Kind.WORD))
                || take(WORD, Token.Kind.WORD)
                || take(SYMBOL, Token.Kind.SYMBOL);
    }

    private boolean follows(String symbol) {
        return !tokens.isEmpty() && tokens.get(tokens.size() - 1).is(symbol);
    }

    private boolean take(Pattern pattern, Token.Kind kind) {
        Matcher matcher = pattern.matcher(source).region(at, source.length()).useTransparentBounds(true);
        if (!matcher.lookingAt()) {
            return false;
        }
        String text = matcher.group();
        boolean quoted = kind == Token.Kind.QUOTED;
        tokens.add(new Token(kind, quoted ? text.substring(1, text.length() - 1) : text, at + 1));
        at = matcher.end();
        return true;
    }
}
