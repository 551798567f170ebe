package dev.alambic.workbench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.alambic.run.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Sends requests as they are written, so that each header can be wrong. */
record Client(int port) {

    /** What came back. */
    record Answer(int status, String head, String body) {
        JsonNode json() {
            try {
                return Json.tree(body);
            } catch (JsonProcessingException e) {
                throw new AssertionError(body, e);
            }
        }
    }

    Answer get(String path, String... headers) {
        return send("GET " + path, new byte[0], headers);
    }

    Answer post(String path, String type, byte[] body, String... headers) {
        String[] all = new String[headers.length + 1];
        System.arraycopy(headers, 0, all, 1, headers.length);
        all[0] = "Content-Type: " + type;
        return send("POST " + path, body, all);
    }

    Answer postJson(String path, String json) {
        return post(path, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    private Answer send(String line, byte[] body, String... headers) {
        StringBuilder head = new StringBuilder(line).append(" HTTP/1.1\r\n");
        boolean named = false;
        for (String header : headers) {
            head.append(header).append("\r\n");
            named |= header.startsWith("Host:");
        }
        if (!named) {
            head.append("Host: 127.0.0.1:").append(port).append("\r\n");
        }
        head.append("Content-Length: ").append(body.length).append("\r\nConnection: close\r\n\r\n");
        byte[] start = head.toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = new byte[start.length + body.length];
        System.arraycopy(start, 0, all, 0, start.length);
        System.arraycopy(body, 0, all, start.length, body.length);
        return raw(all);
    }

    /** Sends bytes and reads until the server closes; nothing at all is status 0. */
    Answer raw(byte[] request) {
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            try {
                socket.getOutputStream().write(request);
                socket.shutdownOutput();
                socket.getInputStream().transferTo(got);
            } catch (IOException e) { // refused before all was sent
                socket.getInputStream().transferTo(got);
            }
        } catch (IOException e) {
            if (got.size() == 0) {
                return new Answer(0, "", "");
            }
        }
        String text = got.toString(StandardCharsets.UTF_8);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return new Answer(0, text, "");
        }
        int status = Integer.parseInt(text.substring(9, 12));
        return new Answer(status, text.substring(0, end), text.substring(end + 4));
    }

    static byte[] bytes(ThrowingWrite write) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            write.to(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @FunctionalInterface
    interface ThrowingWrite {
        void to(ByteArrayOutputStream bytes) throws IOException;
    }
}
