extension Colormap {
    /// 256 colors as hexadecimal RGB.
    ///
    /// Source: Tests/ImagingTests/Fixtures/make_colormaps.py, straight lines in CAM02-UCS from (42, 32, 255°) over gray 0.955 to (42, 32, 28°).
    static let blueWhiteRedDigits = """
        1a5dc71d5ec6205fc62360c52562c52863c42a64c42c65c32f67c33168c33369c2356ac2376bc2396cc23b6ec13d6fc1
        3f70c14171c14372c14573c04774c04975c04b77c04c78c04e79c0507ac0527bc0537cc0557dc0577ec0597fc05a80c0
        5c81c05e83c05f84c06185c06386c06487c06688c16789c1698ac16b8bc16c8cc16e8dc1708fc27190c27391c27492c2
        7693c27794c37995c37b96c37c97c37e98c47f99c4819bc4829cc5849dc5869ec5879fc689a0c68aa1c68ca2c78da3c7
        8fa5c890a6c892a7c894a8c995a9c997aaca98abca9aaccb9baecb9dafcc9eb0cca0b1cda1b2cda3b3cea5b5cea6b6cf
        a8b7cfa9b8d0abb9d0acbad1aebcd1afbdd2b1bed3b3bfd3b4c0d4b6c2d4b7c3d5b9c4d6bac5d6bcc6d7bec8d8bfc9d8
        c1cad9c2cbdac4cddac5cedbc7cfdcc9d0ddcad2ddccd3decdd4dfcfd5e0d1d7e0d2d8e1d4d9e2d5dbe3d7dce3d9dde4
        dadee5dce0e6dde1e7dfe2e8e1e4e9e2e5e9e4e6eae6e8ebe7e9ece9ebedeaeceeecedefeeeff0eff0f1f1f1f2f3f3f3
        f3f3f3f2f1f1f1f0eff0eeeeefececeeebeaede9e9ece8e7ebe6e6eae5e4e9e3e2e8e2e1e8e0dfe7dedde6dddce5dbda
        e5dad8e4d8d6e3d6d5e3d5d3e2d3d1e1d2d0e1d0cee0cecce0cdcadfcbc9decac7dec8c5ddc7c4ddc5c2dcc3c0dcc2be
        dbc0bddabfbbdabdb9d9bcb8d9bab6d8b9b4d8b7b3d7b5b1d7b4afd6b2add6b1acd5afaad5aea8d4aca7d4aba5d3a9a3
        d3a8a2d2a6a0d2a49ed1a39dd1a19bd0a099d09e98cf9d96cf9b94ce9a93ce9891cd978fcd958ecc948ccc928acb9189
        cb8f87ca8e86ca8c84c98b82c98981c8877fc7867dc7847cc6837ac68179c58077c57e75c47d74c47b72c37a70c3786f
        c2776dc2756cc1746ac17268c07167c06f65bf6e64bf6c62be6b60bd695fbd675dbc665cbc645abb6359bb6157ba6055
        b95e54b95d52b85b51b85a4fb7584eb6564cb6554ab55349b45247b45046b34e44b24d43b24b41b14a40b0483eb0463d
        af453bae433aae4138ad4037ac3e35ac3c33ab3b32aa3930a9372fa9352da8332ca7322aa63029a62e27a52c26a42a24
        """
}
