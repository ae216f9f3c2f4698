using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BackendPlugins.Simulators.BigQuery.Journal;

/// <summary>
/// An append-only file of JSON lines. A line has reached the operating system when <see cref="Append"/> returns, so it outlives the process
/// (though not the machine's power). The owner serialises the calls.
/// </summary>
internal sealed class JobJournal : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter<JournalEvent>() },
    };

    private readonly FileStream _file;

    private JobJournal(FileStream file) => _file = file;

    /// <summary>Opens or makes the file and hands every whole line to <paramref name="replay"/>; a torn last line is cut off.</summary>
    /// <exception cref="IOException">The file is not reachable or is in use by another simulator.</exception>
    /// <exception cref="InvalidDataException">A line before the last is no journal entry.</exception>
    public static JobJournal Open(string path, Action<JournalEntry> replay)
    {
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        try
        {
            file.SetLength(Replay(file, path, replay));
            file.Seek(0, SeekOrigin.End);
            return new(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Append(JournalEntry entry)
    {
        var end = _file.Position;
        try
        {
            _file.Write([.. JsonSerializer.SerializeToUtf8Bytes(entry, Json), (byte)'\n']);
        }
        catch (IOException)
        {
            // Half a line must not glue itself to the next one.
            _file.SetLength(end);
            _file.Seek(end, SeekOrigin.Begin);
            throw;
        }
    }

    public void Clear()
    {
        _file.SetLength(0);
        _file.Seek(0, SeekOrigin.Begin);
    }

    public void Dispose() => _file.Dispose();

    /// <summary>The length of the good part.</summary>
    private static long Replay(FileStream file, string path, Action<JournalEntry> replay)
    {
        var buffer = new byte[64 * 1024];
        using var line = new MemoryStream();
        var (good, number) = (0L, 0);
        for (var read = file.Read(buffer); read > 0; read = file.Read(buffer))
        {
            var rest = buffer.AsSpan(0, read);
            for (var end = rest.IndexOf((byte)'\n'); end >= 0; end = rest.IndexOf((byte)'\n'))
            {
                line.Write(rest[..end]);
                rest = rest[(end + 1)..];
                replay(Parse(line, path, ++number));
                good += line.Length + 1;
                line.SetLength(0);
            }

            line.Write(rest);
        }

        return good;
    }

    private static JournalEntry Parse(MemoryStream line, string path, int number)
    {
        var text = line.GetBuffer().AsSpan(0, (int)line.Length);
        try
        {
            var entry = JsonSerializer.Deserialize<JournalEntry>(text, Json);
            return entry is { IsWhole: true } ? entry : throw new JsonException("It lacks what its event needs.");
        }
        catch (JsonException failure)
        {
            throw new InvalidDataException($"Line {number} of the journal {path} is no journal entry: {failure.Message} It begins with: {Encoding.UTF8.GetString(text[..Math.Min(text.Length, 60)])}", failure);
        }
    }
}
