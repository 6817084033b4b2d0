/// The service's HTTP contract, as it stands in `openapi.yaml` at the top of the package.
public enum Contract {
    /// The document, byte for byte.
    public static var openAPI: [UInt8] { PackageResources.openapi_yaml }
}
