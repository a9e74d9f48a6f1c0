/** A manifest of an add-on, with changes to its `api`. */
export const manifestOf = (id: string, api: Record<string, unknown> = {}) => {
  const prefix = id.toUpperCase().replaceAll('-', '_')
  return {
    id,
    name: 'Fast DB',
    api: {
      version: '3',
      config_vars: [`${prefix}_URL`],
      password: 'manifest-password-of-32-characters',
      sso_salt: 'manifest-sso-salt-of-32-characters',
      regions: ['us', 'virginia'],
      requires: [],
      production: {base_url: 'https://fast.example.com/heroku/resources', sso_url: 'https://fast.example.com/sso'},
      ...api,
    },
  }
}
