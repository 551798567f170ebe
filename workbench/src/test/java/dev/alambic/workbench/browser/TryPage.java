package dev.alambic.workbench.browser;

import dev.alambic.report.browser.Browser;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;

/** The page on which models are tried, as a person uses it. */
record TryPage(Browser browser, int port) {

    void open(String path) {
        browser.open(URI.create("http://127.0.0.1:" + port + path));
        browser.await("document.querySelector('#try').dataset.ready");
    }

    /** Draws a line through points of the field. */
    void draw(String pointer, List<int[]> points) {
        int left = browser.number("document.querySelector('#canvas').getBoundingClientRect().left");
        int top = browser.number("document.querySelector('#canvas').getBoundingClientRect().top");
        browser.drag(
                pointer,
                points.stream()
                        .map(point -> new int[] {left + point[0], top + point[1]})
                        .toList());
    }

    /** Draws the two bows of a 3 into the field, and waits for the answers. */
    void drawThree(String pointer) {
        List<int[]> points = new ArrayList<>();
        for (int centre : new int[] {95, 180}) {
            for (int degrees = -130; degrees <= (centre == 95 ? 80 : 130); degrees += 15) {
                double angle = Math.toRadians(degrees);
                int radius = centre == 95 ? 40 : 48;
                points.add(
                        new int[] {135 + (int) (radius * Math.cos(angle)), centre + (int) (radius * Math.sin(angle))});
            }
        }
        points.removeIf(point -> point[1] > 130 && point[1] < 140 && point[0] < 110);
        String asked = "Number(document.querySelector('#said').dataset.asked ?? 0)";
        int before = browser.number(asked);
        draw(pointer, points);
        browser.await(asked + " > " + before);
        browser.await("document.querySelectorAll('#said .card').length > 1");
    }

    /** Brings a picture as the browser does that has one in its clipboard, or under its pointer. */
    void bring(String event, byte[] png) {
        String data = Base64.getEncoder().encodeToString(png);
        browser.run("const bytes = Uint8Array.from(atob('" + data + "'), c => c.charCodeAt(0));"
                + " const brought = new DataTransfer();"
                + " brought.items.add(new File([bytes], 'a.png', { type: 'image/png' }));"
                + " document.body.dispatchEvent("
                + (event.equals("paste")
                        ? "new ClipboardEvent('paste', { bubbles: true, clipboardData: brought })"
                        : "new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: brought })")
                + ");");
    }

    /** Returns what each model says. */
    List<String> labels() {
        return browser.values("[...document.querySelectorAll('#said .card')].map(c => c.dataset.label)");
    }

    /** Waits until both models say so. */
    void awaitLabels(String label) {
        browser.await("[...document.querySelectorAll('#said .card')].length === 2"
                + " && [...document.querySelectorAll('#said .card')].every(c => c.dataset.label === '" + label + "')");
    }

    /** Returns how many pixels of the field are drawn on. */
    int ink() {
        return browser.number("(() => { const c = document.querySelector('#canvas');"
                + " return c.getContext('2d').getImageData(0, 0, c.width, c.height).data"
                + ".reduce((sum, level, i) => sum + (i % 4 === 0 && level > 0 ? 1 : 0), 0); })()");
    }

    /** Returns how many pixels of the first overlay are not gray. */
    int coloured() {
        return browser.number("(() => { const c = document.querySelector('canvas.looked');"
                + " const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; let n = 0;"
                + " for (let i = 0; i < d.length; i += 4) n += Math.abs(d[i] - d[i + 2]) > 20; return n; })()");
    }

    /** Returns a picture of a white bar on black, that lies or stands. */
    static byte[] bar(String format, boolean stands) {
        BufferedImage image = new BufferedImage(60, 60, BufferedImage.TYPE_INT_RGB);
        for (int along = 10; along < 50; along++) {
            for (int across = 28; across < 33; across++) {
                image.setRGB(stands ? across : along, stands ? along : across, 0xffffff);
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, format, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
