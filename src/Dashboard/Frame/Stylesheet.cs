using System.Security.Cryptography;
using System.Text;

namespace BackendPlugins.Dashboard.Frame;

/// <summary>The pages' one stylesheet, and the policy that lets browsers apply it and nothing else.</summary>
internal sealed class Stylesheet
{
    /// <summary>Reads the stylesheet from the assembly.</summary>
    public Stylesheet()
    {
        using var stream = typeof(Stylesheet).Assembly.GetManifestResourceStream("dashboard.css")
            ?? throw new InvalidOperationException("The assembly has lost its resource dashboard.css.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        // Browsers hash the text after their parser has turned CR LF into LF.
        Text = reader.ReadToEnd().ReplaceLineEndings("\n");
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));
        ContentSecurityPolicy =
            $"default-src 'none'; style-src 'sha256-{hash}'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    }

    /// <summary>The content of the style element, to the byte.</summary>
    public string Text { get; }

    /// <summary>No script, no frame, no font, no connection; forms only to this site.</summary>
    public string ContentSecurityPolicy { get; }
}
