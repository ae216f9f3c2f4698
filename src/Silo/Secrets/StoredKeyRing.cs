using System.Xml.Linq;
using BackendPlugins.Storage.Keys;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace BackendPlugins.Silo.Secrets;

/// <summary>Keeps the key ring of Data Protection in the job store's database.</summary>
internal sealed class StoredKeyRing(ISecretKeyStore keys) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements() => [.. keys.Read().Select(XElement.Parse)];

    public void StoreElement(XElement element, string friendlyName) => keys.Add(friendlyName, element.ToString(SaveOptions.DisableFormatting));
}
