package dev.alambic.report.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Headless Chromium behind chromedriver, spoken to by W3C WebDriver and, for what that lacks, Chromium's own commands.
 */
public final class Browser implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PORT = Pattern.compile("successfully on port (\\d+)");
    private static final int WAIT_SECONDS = 60;
    private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process driver;
    private final String address;
    private final String session;

    private Browser(Process driver, int port, Path profile) {
        this.driver = driver;
        this.address = "http://127.0.0.1:" + port;
        this.session = "/session/"
                + send("POST", "/session", capabilities(profile))
                        .get("sessionId")
                        .asText();
    }

    /**
     * Starts both.
     *
     * @param profile an empty folder
     */
    public static Browser start(Path profile) {
        Process driver = driver();
        try {
            return new Browser(driver, port(driver), profile);
        } catch (RuntimeException | Error e) {
            driver.destroy();
            throw e;
        }
    }

    private static Process driver() {
        try {
            return new ProcessBuilder("chromedriver", "--port=0")
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new AssertionError(
                    "chromedriver is not on the path, which the profile 'browser' needs"
                            + " (apt-get install chromium chromium-driver)",
                    e);
        }
    }

    private static int port(Process driver) {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(driver.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder said = new StringBuilder();
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher port = PORT.matcher(line);
                if (port.find()) {
                    return Integer.parseInt(port.group(1));
                }
                said.append(line).append('\n');
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError("chromedriver did not start:\n" + said);
    }

    private static Map<String, ?> capabilities(Path profile) {
        List<String> arguments = List.of(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + profile);
        return Map.of(
                "capabilities",
                Map.of(
                        "alwaysMatch",
                        Map.of(
                                "goog:chromeOptions",
                                Map.of("args", arguments),
                                "goog:loggingPrefs",
                                Map.of("browser", "ALL", "performance", "ALL"))));
    }

    /** Shows pages as on a screen {@code width} pixels wide, in the scheme {@code light} or {@code dark}. */
    public void screen(int width, String scheme) {
        boolean phone = width < 600;
        chromium(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 900, "deviceScaleFactor", phone ? 2 : 1, "mobile", phone));
        Map<String, String> colours = Map.of("name", "prefers-color-scheme", "value", scheme);
        Map<String, String> still = Map.of("name", "prefers-reduced-motion", "value", "reduce");
        chromium("Emulation.setEmulatedMedia", Map.of("features", List.of(colours, still)));
    }

    /** Lets pages that are opened from now on run scripts or not. */
    public void scripts(boolean run) {
        chromium("Emulation.setScriptExecutionDisabled", Map.of("value", !run));
    }

    public void open(Path page) {
        open(page.toUri());
    }

    public void open(URI address) {
        send("POST", session + "/url", Map.of("url", address.toString()));
    }

    /**
     * Moves a pressed pointer through points.
     *
     * @param kind {@code mouse}, {@code touch} or {@code pen}
     * @param points x and y in pixels of the screen
     */
    public void drag(String kind, List<int[]> points) {
        List<Map<String, ?>> steps = new ArrayList<>();
        for (int[] point : points) {
            steps.add(Map.of("type", "pointerMove", "duration", 10, "x", point[0], "y", point[1]));
            if (steps.size() == 1) {
                steps.add(Map.of("type", "pointerDown", "button", 0));
            }
        }
        steps.add(Map.of("type", "pointerUp", "button", 0));
        Map<String, ?> pointer =
                Map.of("type", "pointer", "id", kind, "parameters", Map.of("pointerType", kind), "actions", steps);
        send("POST", session + "/actions", Map.of("actions", List.of(pointer)));
    }

    /** Waits until an expression of JavaScript is true. */
    public void await(String expression) {
        long end = System.nanoTime() + WAIT_SECONDS * 1_000_000_000L;
        while (!evaluate("Boolean(" + expression + ")").asBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        "not within " + WAIT_SECONDS + " s: " + expression + "; console: " + console());
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    /** Writes what the screen shows as a PNG file. */
    public void screenshot(Path file) {
        String png = send("GET", session + "/screenshot", null).asText();
        try {
            Files.write(file, Base64.getDecoder().decode(png));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns what an expression of JavaScript comes to, as text. */
    public String value(String expression) {
        return evaluate(expression).asText();
    }

    public int number(String expression) {
        return evaluate(expression).asInt();
    }

    public List<String> values(String expression) {
        List<String> values = new ArrayList<>();
        evaluate("Array.from(" + expression + ")").forEach(value -> values.add(value.asText()));
        return values;
    }

    /** Returns the elements of the list that a promise of JavaScript comes to. */
    public List<String> list(String promise) {
        List<String> values = new ArrayList<>();
        evaluate(promise).forEach(value -> values.add(value.asText()));
        return values;
    }

    /** Runs a whole script in the page, whatever the page's policy lets it load. */
    public void run(String script) {
        send("POST", session + "/execute/sync", Map.of("script", script, "args", List.of()));
    }

    private JsonNode evaluate(String expression) {
        return send("POST", session + "/execute/sync", Map.of("script", "return " + expression, "args", List.of()));
    }

    /** Returns the first element that a CSS selector finds. */
    public String element(String selector) {
        Map<String, String> query = Map.of("using", "css selector", "value", selector);
        return send("POST", session + "/element", query).get(ELEMENT).asText();
    }

    public void click(String element) {
        send("POST", session + "/element/" + element + "/click", Map.of());
    }

    public void type(String element, String keys) {
        send("POST", session + "/element/" + element + "/value", Map.of("text", keys));
    }

    /** Presses and lets go a key, wherever the focus is. */
    public void press(String key) {
        List<Map<String, ?>> steps =
                List.of(Map.of("type", "keyDown", "value", key), Map.of("type", "keyUp", "value", key));
        Map<String, ?> keyboard = Map.of("type", "key", "id", "keyboard", "actions", steps);
        send("POST", session + "/actions", Map.of("actions", List.of(keyboard)));
    }

    /** Returns what the console has said since the last call. */
    public List<String> console() {
        List<String> lines = new ArrayList<>();
        log("browser").forEach(entry -> lines.add(entry.get("message").asText()));
        return lines;
    }

    /** Returns the addresses that were asked for since the last call. */
    public List<String> requests() {
        List<String> addresses = new ArrayList<>();
        for (JsonNode entry : log("performance")) {
            JsonNode message = parsed(entry.get("message").asText()).get("message");
            if (message.get("method").asText().equals("Network.requestWillBeSent")) {
                addresses.add(message.at("/params/request/url").asText());
            }
        }
        return addresses;
    }

    private JsonNode log(String type) {
        return send("POST", session + "/se/log", Map.of("type", type));
    }

    private void chromium(String command, Map<String, ?> parameters) {
        send("POST", session + "/goog/cdp/execute", Map.of("cmd", command, "params", parameters));
    }

    private JsonNode send(String method, String path, @Nullable Map<String, ?> body) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(address + path))
                    .header("Content-Type", "application/json")
                    .method(
                            method,
                            body == null
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                    .build();
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            JsonNode value = parsed(response.body()).get("value");
            if (response.statusCode() != 200) {
                throw new AssertionError(path + ": " + value);
            }
            return value;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private static JsonNode parsed(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            send("DELETE", session, Map.of());
        } finally {
            driver.destroy();
        }
    }
}
