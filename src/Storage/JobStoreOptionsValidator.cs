using Microsoft.Extensions.Options;

namespace BackendPlugins.Storage;

/// <summary>Checks the settings by their annotations.</summary>
[OptionsValidator]
internal sealed partial class JobStoreOptionsValidator : IValidateOptions<JobStoreOptions>;
